import { duplicatesAndForgeries } from './duplicates-and-forgeries.js';

duplicatesAndForgeries(1_200);
