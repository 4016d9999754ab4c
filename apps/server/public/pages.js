/* The pages work without this: it only makes them easier to use. */

// A path of the server's, not of the project's: the toolkit's script is served beside our own files.
const toolkit = new URL('../nhsuk/nhsuk-frontend.min.js', import.meta.url).href;
const { initAll } = await import(toolkit);

initAll();

/** Keeps up to date how far long work has come, for as long as the page says that there is more to come. */
async function follow(shown) {
  while (shown.hasAttribute('data-follow')) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById(shown.id);
    if (now === null) return;
    shown.toggleAttribute('data-follow', now.hasAttribute('data-follow'));
    shown.replaceChildren(...now.childNodes);
  }
}

for (const shown of document.querySelectorAll('[data-follow]')) void follow(shown);
