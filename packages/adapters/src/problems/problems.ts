/** Every problem the API answers with. Codes are stable: clients may depend on them. */
export const PROBLEMS = {
  'malformed-body': {
    status: 400,
    title: 'The body cannot be read.',
    hint: 'Send one JSON object in UTF-8 without repeated keys, or multipart/form-data.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request does not have the expected form.',
    hint: 'See errors for what was expected where, and /openapi.json for the whole form.',
  },
  'invalid-header': {
    status: 400,
    title: 'A header does not have the expected form.',
    hint: 'Idempotency-Key is 1 to 128 visible ASCII characters.',
  },
  unauthenticated: {
    status: 401,
    title: 'An API key is needed.',
    hint: 'Send it as Authorization: Bearer <key>.',
  },
  'expired-key': {
    status: 401,
    title: 'The API key has expired.',
    hint: 'Ask whoever runs this server for a new one.',
  },
  'missing-scope': {
    status: 403,
    title: 'The API key may not do this.',
    hint: 'Use a key with the scope named in detail.',
  },
  'foreign-origin': {
    status: 403,
    title: 'Pages of other origins may not call this API.',
    hint: 'Call it from your own server, or set up API keys and a proxy that decides about origins.',
  },
  'local-only': {
    status: 403,
    title: 'Without API keys this API answers only this machine.',
    hint: 'Set up API keys (API_KEYS) and send one, or call from this machine without a proxy.',
  },
  'alternatives-not-allowed': {
    status: 403,
    title: 'Which actions a person cannot do is not for this caller to say.',
    hint: 'Leave out cannot. Where people need other actions, the operator sets CHALLENGE_ALTERNATIVES=true and gives the scope challenges:alternatives to a key that decides whose request may name them.',
  },
  'attempts-exhausted': {
    status: 403,
    title: 'Too many failed attempts: this user is stopped.',
    hint: 'Use another way to authenticate; POST /users/{id}/unlock by an administrator allows attempts again.',
  },
  'record-tampered': {
    status: 403,
    title: 'This is stopped: what the server kept of earlier attempts is not as it was written.',
    hint: 'Use another way to authenticate. Whoever runs the server finds out who wrote to its store; POST /users/{id}/unlock then begins the count of a user anew.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here.',
    hint: 'See /openapi.json for what there is.',
  },
  'unknown-user': {
    status: 404,
    title: 'Nobody is enrolled under this id.',
    hint: 'Enrol first with POST /enroll.',
  },
  'challenges-not-offered': {
    status: 404,
    title: 'This server issues no challenges.',
    hint: 'Call without challenge_id.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This path does not answer that method.',
    hint: 'See the Allow header.',
  },
  'body-too-slow': {
    status: 408,
    title: 'The body comes too slowly.',
    hint: 'Send it at once, in a faster network, or send fewer or smaller pictures.',
  },
  'challenge-not-usable': {
    status: 409,
    title: 'The challenge cannot be used.',
    hint: 'It was used, has expired, or was issued for another user, operation or client. Ask for a new one.',
  },
  'idempotency-in-flight': {
    status: 409,
    title: 'A request with this Idempotency-Key is under way.',
    hint: 'Wait for its answer, then repeat.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large.',
    hint: 'Send fewer or smaller pictures; 640 to 1280 pixels a side are enough.',
  },
  'too-many-pixels': {
    status: 413,
    title: 'The pictures together have too many pixels.',
    hint: 'Send fewer or smaller pictures; 640 to 1280 pixels a side are enough.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'This type of body is not read.',
    hint: 'Send application/json or multipart/form-data, without a content encoding.',
  },
  'invalid-image': {
    status: 422,
    title: 'A picture cannot be used.',
    hint: 'Send JPEG, PNG or WebP, one face each, as base64 or as a file part. Addresses and paths are not read.',
  },
  'image-too-costly': {
    status: 422,
    title: 'A picture takes too long to decode.',
    hint: 'Save it anew as a plain JPEG, PNG or WebP of 640 to 1280 pixels a side. The attempt counts.',
  },
  'idempotency-mismatch': {
    status: 422,
    title: 'This Idempotency-Key was used for another request.',
    hint: 'Use a new key for each new request.',
  },
  'challenge-not-possible': {
    status: 422,
    title: 'Too few actions are left for a challenge that proves something.',
    hint: 'Name fewer actions in cannot: two must be left, one of them a movement of the head. For whoever cannot do that, offer a way that needs no face.',
  },
  'challenge-required': {
    status: 422,
    title: 'This needs an answered challenge.',
    hint: 'POST /challenges, then send frames with captured_at and the challenge_id.',
  },
  'consent-required': {
    status: 422,
    title: 'An enrolment needs a consent reference.',
    hint: "Send consent_reference: where the person's consent is on record.",
  },
  'replayed-frames': {
    status: 422,
    title: 'These pictures were sent before.',
    hint: 'Capture anew.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts.',
    hint: 'Wait as Retry-After says.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests.',
    hint: 'Wait as Retry-After says.',
  },
  'too-many-challenges': {
    status: 429,
    title: 'Too many open challenges: you asked for several for this user and answered none.',
    hint: 'Answer one, or wait as Retry-After says.',
  },
  'client-closed-request': {
    status: 499,
    title: 'The client went away before the answer.',
    hint: 'Nothing was decided.',
  },
  'internal-error': {
    status: 500,
    title: 'Something in the server is broken.',
    hint: 'Give the request_id to whoever runs it.',
  },
  overloaded: {
    status: 503,
    title: 'The server is busy.',
    hint: 'Wait as Retry-After says.',
  },
  unavailable: {
    status: 503,
    title: 'The server cannot answer now.',
    hint: 'A part it needs is failing; see /readyz.',
  },
  'timed-out': {
    status: 504,
    title: 'The request took too long and was cancelled.',
    hint: 'Send fewer pictures, or try again later.',
  },
} as const satisfies Record<
  string,
  { readonly status: number; readonly title: string; readonly hint: string }
>

export type ProblemCode = keyof typeof PROBLEMS
