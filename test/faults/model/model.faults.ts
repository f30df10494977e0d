import { anythingHappens } from './anything-happens.js';

anythingHappens(1);
