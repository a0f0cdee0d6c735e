// What a browser and its push service do with a push, by other libraries than the site's: decrypts it (npm's http_ece)
// and checks the signature (Node's OpenSSL). Reads JSON from standard input, all bytes in base64url, and writes JSON.

import { createECDH, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import ece from "http_ece";

const bytes = (text) => Buffer.from(text, "base64url");
const { privateKey, auth, body, token, key } = JSON.parse(readFileSync(0, "utf8"));

const browser = createECDH("prime256v1");
browser.setPrivateKey(bytes(privateKey));
const options = { version: "aes128gcm", privateKey: browser, authSecret: bytes(auth) };
const text = ece.decrypt(bytes(body), options).toString();

const [header, claims, signature] = token.split(".");
const point = bytes(key).subarray(1);
const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((part) => part.toString("base64url"));
const signer = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
const how = { key: signer, dsaEncoding: "ieee-p1363" };
const isSigned = verify("sha256", `${header}.${claims}`, how, bytes(signature));

const read = (part) => JSON.parse(bytes(part).toString());
process.stdout.write(JSON.stringify({ text, isSigned, header: read(header), claims: read(claims) }));
