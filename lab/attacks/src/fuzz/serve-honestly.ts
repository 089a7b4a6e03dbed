import { type Caller, send } from '../servers/send.js'

/** Whether the server still enrols somebody and accepts her, as it did before; what failed, one line each. */
export async function serveHonestly(caller: Caller, photos: readonly Buffer[]): Promise<string[]> {
  const id = 'honest'
  const images = photos.map((photo) => photo.toString('base64'))
  const enrolled = await send(caller, 'POST', '/enroll', { user_id: id, images: images.slice(0, 3) })
  const verified = await send(caller, 'POST', '/verify', { user_id: id, images: images.slice(3, 4) })
  const live = await send(caller, 'GET', '/livez')
  const told = ({ status, body }: typeof enrolled) => `${status} ${body.decision ?? body.code ?? ''}`
  return [
    ...(enrolled.body.decision === 'enrolled'
      ? []
      : [`afterwards an honest enrolment got ${told(enrolled)}`]),
    ...(verified.body.decision === 'accept'
      ? []
      : [`afterwards an honest verification got ${told(verified)}`]),
    ...(live.status === 200 ? [] : [`afterwards /livez answered ${live.status}`]),
  ]
}
