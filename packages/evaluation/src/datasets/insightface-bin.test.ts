import { describe, expect, it } from 'vitest'
import { readInsightfaceBin } from './insightface-bin.js'

const decode = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

const images = ['\xff\xd8one', '\xff\xd8two\n.', '\x89PNGthree', '\xff\xd8four'].map(latin1)

// Made by Python 3.12 and numpy 2.4.6:
// images = [b'\xff\xd8one', b'\xff\xd8two\n.', b'\x89PNGthree', b'\xff\xd8four']
// pickle.dumps((images, [True, False]), protocol), and with np.frombuffer(image, np.uint8), np.bool_(label).
const files: readonly (readonly [string, string])[] = [
  [
    'Python 3 protocol 0',
    'KChscDAKY19jb2RlY3MKZW5jb2RlCnAxCihW/9hvbmUKcDIKVmxhdGluMQpwMwp0cDQKUnA1CmFnMQooVv/YdHdvXHUwMDBhLgpwNgpnMwp0cDcKUnA4CmFnMQooVolQTkd0aHJlZQpwOQpnMwp0cDEwClJwMTEKYWcxCihW/9hmb3VyCnAxMgpnMwp0cDEzClJwMTQKYShscDE1CkkwMQphSTAwCmF0cDE2Ci4=',
  ],
  [
    'Python 3 protocol 1',
    'KF1xAChjX2NvZGVjcwplbmNvZGUKcQEoWAcAAADDv8OYb25lcQJYBgAAAGxhdGluMXEDdHEEUnEFaAEoWAkAAADDv8OYdHdvCi5xBmgDdHEHUnEIaAEoWAoAAADCiVBOR3RocmVlcQloA3RxClJxC2gBKFgIAAAAw7/DmGZvdXJxDGgDdHENUnEOZV1xDyhJMDEKSTAwCmV0cRAu',
  ],
  [
    'Python 3 protocol 2',
    'gAJdcQAoY19jb2RlY3MKZW5jb2RlCnEBWAcAAADDv8OYb25lcQJYBgAAAGxhdGluMXEDhnEEUnEFaAFYCQAAAMO/w5h0d28KLnEGaAOGcQdScQhoAVgKAAAAwolQTkd0aHJlZXEJaAOGcQpScQtoAVgIAAAAw7/DmGZvdXJxDGgDhnENUnEOZV1xDyiIiWWGcRAu',
  ],
  [
    'Python 3 protocol 3',
    'gANdcQAoQwX/2G9uZXEBQwf/2HR3bwoucQJDCYlQTkd0aHJlZXEDQwb/2GZvdXJxBGVdcQUoiIllhnEGLg==',
  ],
  [
    'Python 3 protocol 4',
    'gASVNAAAAAAAAABdlChDBf/Yb25llEMH/9h0d28KLpRDCYlQTkd0aHJlZZRDBv/YZm91cpRlXZQoiIllhpQu',
  ],
  [
    'Python 3 protocol 5',
    'gAWVNAAAAAAAAABdlChDBf/Yb25llEMH/9h0d28KLpRDCYlQTkd0aHJlZZRDBv/YZm91cpRlXZQoiIllhpQu',
  ],
  [
    'numpy arrays, protocol 2',
    'gAJdcQAoY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEBY251bXB5Cm5kYXJyYXkKcQJLAIVxA2NfY29kZWNzCmVuY29kZQpxBFgBAAAAYnEFWAYAAABsYXRpbjFxBoZxB1JxCIdxCVJxCihLAUsFhXELY251bXB5CmR0eXBlCnEMWAIAAAB1MXENiYiHcQ5ScQ8oSwNYAQAAAHxxEE5OTkr/////Sv////9LAHRxEWKJaARYBwAAAMO/w5hvbmVxEmgGhnETUnEUdHEVYmgBaAJLAIVxFmgIh3EXUnEYKEsBSweFcRloD4loBFgJAAAAw7/DmHR3bwoucRpoBoZxG1JxHHRxHWJoAWgCSwCFcR5oCIdxH1JxIChLAUsJhXEhaA+JaARYCgAAAMKJUE5HdGhyZWVxImgGhnEjUnEkdHElYmgBaAJLAIVxJmgIh3EnUnEoKEsBSwaFcSloD4loBFgIAAAAw7/DmGZvdXJxKmgGhnErUnEsdHEtYmVdcS4oY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKc2NhbGFyCnEvaAxYAgAAAGIxcTCJiIdxMVJxMihLA2gQTk5OSv////9K/////0sAdHEzYmgEWAEAAAABcTRoBoZxNVJxNoZxN1JxOGgvaDJoBFgBAAAAAHE5aAaGcTpScTuGcTxScT1lhnE+Lg==',
  ],
  [
    'numpy arrays, protocol 4',
    'gASVTQEAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsFhZRoBIwFZHR5cGWUk5SMAnUxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGKJQwX/2G9uZZR0lGJoA2gGSwCFlGgIh5RSlChLAUsHhZRoEIlDB//YdHdvCi6UdJRiaANoBksAhZRoCIeUUpQoSwFLCYWUaBCJQwmJUE5HdGhyZWWUdJRiaANoBksAhZRoCIeUUpQoSwFLBoWUaBCJQwb/2GZvdXKUdJRiZV2UKGgBjAZzY2FsYXKUk5RoDYwCYjGUiYiHlFKUKEsDaBFOTk5K/////0r/////SwB0lGJDAQGUhpRSlGgpaCxDAQCUhpRSlGWGlC4=',
  ],
  // As Python 2 wrote it (protocol 2): short binary strings.
  [
    'Python 2 protocol 2',
    btoa(
      '\x80\x02]q\x00(U\x05\xff\xd8oneq\x01U\x07\xff\xd8two\n.q\x02U\x09\x89PNGthreeq\x03U\x06\xff\xd8fourq\x04e]q\x05(\x88\x89e\x86q\x06.',
    ),
  ],
]

describe('readInsightfaceBin', () => {
  it.each(files)('reads %s', (_, base64) => {
    const bin = readInsightfaceBin(decode(base64))
    expect(bin.images.map((image) => [...image])).toEqual(images.map((image) => [...image]))
    expect(bin.mated).toEqual([true, false])
  })

  it('never runs or accepts a call hidden in the file', () => {
    // ([object whose __reduce__ is (print, ('x',)), b'a'], [True])
    const hostile = 'gASVLAAAAAAAAABdlCiMCGJ1aWx0aW5zlIwFcHJpbnSUk5SMAXiUhZRSlEMBYZRlXZSIYYaULg=='
    expect(() => readInsightfaceBin(decode(hostile))).toThrow(
      'Entry 0 of the .bin file is no encoded picture',
    )
  })

  it('refuses cut files at every length', () => {
    const whole = decode(files[4]![1])
    for (let length = 0; length < whole.length; length++) {
      expect(() => readInsightfaceBin(whole.subarray(0, length))).toThrow()
    }
  })

  it('refuses other files and labels that do not fit the pictures', () => {
    expect(() => readInsightfaceBin(latin1('\xff\xd8\xff\xe0 a JPEG'))).toThrow('opcode 0xff is not data')
    expect(() => readInsightfaceBin(latin1('\x80\x02]q\x00U\x01aa]\x88a\x86.'))).toThrow(
      '1 pictures for 1 labels',
    )
    expect(() => readInsightfaceBin(latin1('\x80\x02K\x05.'))).toThrow('does not hold pictures and labels')
  })
})
