/* The pages work without this: it only makes them easier to use. */

// A path of the server's, not of the project's: the toolkit's script is served beside our own files.
const toolkit = new URL('../nhsuk/nhsuk-frontend.min.js', import.meta.url).href;
const { initAll } = await import(toolkit);

initAll();
