import type { FacesLimits } from '../schemas/requests.js'
import { challengeRoute } from './challenge-route.js'
import { enrollRoute } from './enroll-route.js'
import { healthRoute, liveRoute, readyRoute } from './health-routes.js'
import { metricsRoute } from './metrics-route.js'
import type { Route } from './route.js'
import { deleteUserRoute, readUserRoute, unlockUserRoute } from './user-routes.js'
import { verifyRoute } from './verify-route.js'

/** Every operation of the API, in the order of the document. */
export function createRoutes(limits: FacesLimits): readonly Route[] {
  return [
    enrollRoute(limits),
    verifyRoute(limits),
    challengeRoute,
    readUserRoute,
    deleteUserRoute,
    unlockUserRoute,
    healthRoute,
    liveRoute,
    readyRoute,
    metricsRoute,
  ]
}
