# Writes template-cipher's and core's golden records, pseudonyms and keys as another program seals them.
# Needs: Python 3 with cryptography
#
# Sealed records, pseudonyms, key ids and a passphrase's key as docs/decisions/0020-envelope.md describes them, by
# Python's standard library, its own XSalsa20 and HChaCha20 (Bernstein 2011; draft-irtf-cfrg-xchacha-03), and the
# Poly1305 and ChaCha20 of cryptography. Keys here are for tests alone.
import hashlib
import hmac
import json
import struct
import sys
import unicodedata

import cryptography
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.poly1305 import Poly1305

MASK = 0xFFFFFFFF
SIGMA = b"expand 32-byte k"


def digest(text):
    return hashlib.sha256(text.encode()).digest()


def rotated(value, by):
    value &= MASK
    return (value << by | value >> (32 - by)) & MASK


def salsa_rounds(x):
    for _ in range(10):
        for a, b, c, d in (
            (4, 0, 12, 8), (9, 5, 1, 13), (14, 10, 6, 2), (3, 15, 11, 7),
            (1, 0, 3, 2), (6, 5, 4, 7), (11, 10, 9, 8), (12, 15, 14, 13),
        ):
            x[a] ^= rotated(x[b] + x[c], 7)
            x[d] ^= rotated(x[a] + x[b], 9)
            x[c] ^= rotated(x[d] + x[a], 13)
            x[b] ^= rotated(x[c] + x[d], 18)


def salsa_state(key, sixteen):
    s, k, n = (struct.unpack("<4I", SIGMA), struct.unpack("<8I", key), struct.unpack("<4I", sixteen))
    return [s[0], *k[:4], s[1], *n, s[2], *k[4:], s[3]]


def xsalsa20_poly1305(key, nonce, message):
    x = salsa_state(key, nonce[:16])
    salsa_rounds(x)
    subkey = struct.pack("<8I", *(x[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))
    stream = b""
    for counter in range((32 + len(message)) // 64 + 1):
        start = salsa_state(subkey, nonce[16:] + struct.pack("<Q", counter))
        x = list(start)
        salsa_rounds(x)
        stream += struct.pack("<16I", *((a + b) & MASK for a, b in zip(x, start)))
    box = bytes(a ^ b for a, b in zip(message, stream[32:]))
    return Poly1305.generate_tag(stream[:32], box) + box


def xchacha20_poly1305(key, nonce, message):
    x = list(struct.unpack("<16I", SIGMA + key + nonce[:16]))
    for _ in range(10):
        for a, b, c, d in (
            (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
        ):
            for p, q, r, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[p] = (x[p] + x[q]) & MASK
                x[r] = rotated(x[r] ^ x[p], by)
    subkey = struct.pack("<8I", *x[:4], *x[12:])
    return ChaCha20Poly1305(subkey).encrypt(bytes(4) + nonce[16:], message, None)


SEALS = {"xsalsa20-poly1305": (1, xsalsa20_poly1305), "xchacha20-poly1305": (2, xchacha20_poly1305)}


def length_prefixed(*parts):
    parts = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def hmac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def seal(key, key_id, algorithm, nonce, plaintext, context, salt=bytes(32)):
    code, aead = SEALS[algorithm]
    master = hmac256(salt, key)
    bound = [context[name] for name in ("tenantId", "subject", "recordId", "modelId")]
    info = length_prefixed(
        "faceward/record-key/v1", algorithm, key_id, nonce, *bound, str(context["revision"])
    )
    record_key = hmac256(master, info + b"\x01")
    padded = struct.pack(">I", len(plaintext)) + plaintext
    padded += bytes(-len(padded) % 1024)
    head = b"FTE1" + bytes([code, len(key_id)]) + key_id.encode()
    return head + nonce + aead(record_key, nonce, padded)


def base64url(raw):
    import base64

    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def pseudonym(index_key, *parts):
    return base64url(hmac256(index_key, length_prefixed("faceward/pseudonym/v1", *parts)))


def key_id(label, key, salt=bytes(32)):
    return label + "-" + hashlib.sha256(b"faceward/key-id/v1" + hmac256(salt, key)).hexdigest()[:8]


def records():
    context = {"tenantId": "t-é", "subject": "p", "recordId": "templates/face", "modelId": "rgb:m@1", "revision": 7}
    for algorithm in SEALS:
        key, nonce = digest(f"key of {algorithm}"), digest(f"nonce of {algorithm}")[:24]
        for plaintext in (b"", b"a template", bytes(range(256)) * 5):
            sealed = seal(key, "k1", algorithm, nonce, plaintext, context)
            yield {
                "algorithm": algorithm, "key": key.hex(), "keyId": "k1", "nonce": nonce.hex(),
                "context": context, "plaintext": plaintext.hex(), "sealed": sealed.hex(),
            }


def passphrase():
    words, salt, cost = "cafe\u0301 au lait, please", digest("salt of a passphrase")[:16], 2**14
    secret = unicodedata.normalize("NFC", words).encode()
    key = hashlib.scrypt(secret, salt=salt, n=cost, r=8, p=1, maxmem=2**26, dklen=32)
    context = {"tenantId": "t", "subject": "p", "recordId": "templates/face", "modelId": "", "revision": 1}
    sealed = seal(key, key_id("p", key), "xsalsa20-poly1305", bytes(range(24)), b"a template", context)
    return {
        "passphrase": words, "salt": salt.hex(), "cost": cost, "keyId": key_id("p", key),
        "context": context, "plaintext": b"a template".hex(), "sealed": sealed.hex(),
    }


def stored_template():
    key, index_key, key_name = digest("key of a store"), digest("index key of a store"), "golden"
    person, tenant, model = "ada", "default", "rgb:scripted-rgb@1"
    subject = pseudonym(index_key, tenant, person)
    header = {
        "formatVersion": 1, "subjectId": person,
        "parts": [{"modality": "rgb", "modelId": "scripted-rgb@1", "sampleCount": 3, "dimension": 2}],
        "quality": 0.8, "assurance": "stills", "enrolledAtMs": 1767225600000,
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    template = struct.pack("<I", len(text)) + text + struct.pack("<2f", 1, 0)

    def record(collection, owner, name, model_id, plaintext):
        context = {
            "tenantId": tenant, "subject": owner, "recordId": f"{collection}/{name}",
            "modelId": model_id, "revision": 1,
        }
        nonce = digest(f"nonce of {collection}/{name}")[:24]
        sealed = seal(key, key_name, "xsalsa20-poly1305", nonce, plaintext, context)
        bytes_ = b"\x01" + struct.pack(">H", len(model_id)) + model_id.encode() + sealed
        at = {"collection": collection, "tenantId": tenant, "subject": owner, "id": name}
        return {"key": at, "bytes": bytes_.hex()}

    other = template.replace(b'"formatVersion":1', b'"formatVersion":2')
    return {
        "key": key.hex(), "keyId": key_name, "subjectId": person, "pseudonym": subject,
        "digestOfLetter": pseudonym(index_key, tenant, "letters", "a"),
        "indexKey": record("keys", "index", "index-key", "", index_key),
        "template": record("templates", subject, "face", model, template),
        "ofFormat2": record("templates", subject, "face", model, other),
    }


made_by = f"lab/goldens/src/commands/make-record-vectors.py, Python {sys.version.split()[0]}, cryptography {cryptography.__version__}"
index_key, key = digest("index key"), digest("key")
vectors = {
    "madeBy": made_by,
    "records": list(records()),
    "pseudonyms": [
        {"indexKey": index_key.hex(), "parts": parts, "pseudonym": pseudonym(index_key, *parts)}
        for parts in ([], ["a", "bc"], ["ab", "c"], ["default", "ada"], ["ü", ""])
    ],
    "keyIds": [
        {"key": key.hex(), "salt": salt.hex(), "label": "k0", "keyId": key_id("k0", key, salt)}
        for salt in (digest("salt")[:8], digest("salt"))
    ],
    "passphrase": passphrase(),
}
for path, golden in (
    ("template-cipher/test/record-vectors", vectors),
    ("core/test/stored-template", {"madeBy": made_by, **stored_template()}),
):
    with open(f"packages/{path}.golden.json", "w", encoding="utf-8") as file:
        json.dump(golden, file, indent=2, ensure_ascii=False)
        file.write("\n")
