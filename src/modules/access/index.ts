// The front door: what the rest of the house may use.
export { constraintErrors } from './errors.ts'
export { PERMISSIONS, ROLE_NAMES, type Role } from './permissions.ts'
export { routes } from './routes.ts'
export { authenticate, createSession } from './sessions.ts'
export { settings } from './settings.ts'
export { createApiKey, createUser } from './users.ts'
