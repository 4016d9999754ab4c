/* The pages work without this: it only makes them easier to use. */
import { initAll } from '../nhsuk/nhsuk-frontend.min.js';

initAll();
