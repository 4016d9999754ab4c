/** The injection token of what tells how far each projection is: `() => Promise<readonly ProjectionStatus[]>`. */
export const PROJECTION_STATUS = Symbol('ProjectionStatus');

/** The injection token of what tells where each process manager stands: `() => Promise<readonly ProcessStatus[]>`. */
export const PROCESS_STATUS = Symbol('ProcessStatus');
