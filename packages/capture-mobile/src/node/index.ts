export type { AcceptedPhone, PhoneArrival, PhoneSession, ReadyMessage } from './receive/phone-protocol.js'
export {
  createPhoneReceiver,
  type PhoneReceiver,
  type PhoneReceiverOptions,
} from './receive/phone-receiver.js'
