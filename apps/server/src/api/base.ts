/** Under which path the resources lie. */
export const API = 'api/v1';
