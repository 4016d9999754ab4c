/** The injection token of the issuer whose names for people are filed and looked up: one issuer signs everybody in. */
export const SIGN_IN_ISSUER = Symbol('SignInIssuer');
