import type { OpenAPIObject } from '@nestjs/swagger';

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string } | undefined>>;
}

interface Parameter {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: { readonly description?: string };
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page to read the API's description on: plain HTML without script or style, made from the document alone. */
export function referencePage(document: OpenAPIObject): string {
  const groups = grouped(routesOf(document));
  const contents = [...groups.keys()].map((tag) => `<li><a href="#${anchor(tag)}">${escaped(tag)}</a></li>`).join('');
  const sections = [...groups].map(([tag, routes]) => section(tag, routes)).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(document.info.title)}: API</title></head>
<body>
<main>
<h1>${escaped(document.info.title)}: API</h1>
<p>${escaped(document.info.description ?? '')}</p>
<p>For programs: <a href="/api/openapi.json">OpenAPI ${escaped(document.openapi)}</a>.</p>
<nav aria-label="Contents"><ul>${contents}</ul></nav>
${sections}
</main>
</body>
</html>
`;
}

function routesOf(document: OpenAPIObject): readonly Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Partial<Record<string, Operation>>)[method];
      return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
    }),
  );
}

function grouped(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const tag = route.operation.tags?.[0] ?? 'Other';
    groups.set(tag, [...(groups.get(tag) ?? []), route]);
  }
  return groups;
}

const anchor = (tag: string): string => tag.toLowerCase().replaceAll(/[^a-z]+/g, '-');

const section = (tag: string, routes: readonly Route[]): string =>
  `<section id="${anchor(tag)}"><h2>${escaped(tag)}</h2>\n${routes.map(route).join('\n')}</section>`;

function route({ method, path, operation }: Route): string {
  const heading = `<h3><code>${method} ${escaped(path)}</code></h3>`;
  const access = operation.security === undefined ? '<p>Public.</p>' : '<p>Needs a bearer token.</p>';
  return `<article>${heading}<p>${escaped(operation.summary ?? '')}</p>${access}${parameters(operation)}${body(operation)}${responses(operation)}</article>`;
}

function parameters({ parameters: all = [] }: Operation): string {
  if (all.length === 0) return '';
  const rows = all.map((parameter) => {
    const meaning = parameter.description ?? parameter.schema?.description ?? '';
    const cells = [parameter.name ?? '', parameter.in ?? '', parameter.required === true ? 'yes' : 'no', meaning];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = '<tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Needed</th><th scope="col">Meaning</th></tr>';
  return `<table><caption>Parameters</caption><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function body({ requestBody }: Operation): string {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  if (schema === undefined) return '';
  return `<details><summary>Body (JSON Schema)</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function responses({ responses: all = {} }: Operation): string {
  const items = Object.entries(all).map(
    ([status, response]) => `<li><strong>${escaped(status)}</strong> ${escaped(response?.description ?? '')}</li>`,
  );
  return items.length === 0 ? '' : `<ul aria-label="Answers">${items.join('')}</ul>`;
}
