import { renderingContract } from './rendering.contract.js';

renderingContract(300);
