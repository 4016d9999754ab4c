/** The injection token of what tells how far each projection is: `() => Promise<readonly ProjectionStatus[]>`. */
export const PROJECTION_STATUS = Symbol('ProjectionStatus');
