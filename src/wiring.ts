// Every indirection of the program in one place: which routes exist, which code handles which event,
// job and schedule, and what a broken SQL constraint means to a caller. Written by hand, so that
// go-to-definition works from end to end.
import type { CronEntry, EventHandlers, JobHandlers } from '#kernel/background.ts'
import type { Web } from '#kernel/http.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import * as access from '#modules/access'
import * as catalog from '#modules/catalog'
import * as parties from '#modules/parties'
import * as places from '#modules/places'

export const routes: readonly ((web: Web) => void)[] = [
  access.routes,
  catalog.routes,
  parties.routes,
  places.routes,
]

/** Subscribers of the outbox. */
export const eventHandlers: EventHandlers = []

/** Job name → handler. */
export const jobHandlers: JobHandlers = {}

export const crons: readonly CronEntry[] = []

export const constraintErrors: ConstraintErrors = {
  ...access.constraintErrors,
  ...catalog.constraintErrors,
  ...parties.constraintErrors,
  ...places.constraintErrors,
}
