import { duplicatesAndForgeries } from './duplicates-and-forgeries.js';

duplicatesAndForgeries(10_000);
