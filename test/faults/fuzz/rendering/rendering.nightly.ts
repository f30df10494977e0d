import { renderingContract } from './rendering.contract.js';

renderingContract(10_000);
