"""Writes official.jsonl and sigv4a.jsonl: the signing test suite of AWS (awslabs/aws-c-auth, Apache-2.0), as the crate
`aws-sigv4` ships it.

    python3 official.py …/aws-sigv4-1.6.4/aws-signing-test-suite/v4 > official.jsonl
    python3 official.py …/aws-sigv4-1.6.4/aws-signing-test-suite/v4a > sigv4a.jsonl

One case a line: what is signed, for what, and the signature in the header. Signatures of Version 4A are not deterministic:
there it is the texts to sign, for the header and for the query, and a signature of AWS. Left out are two cases of an older
form without a context, `double-encode-path` and `double-url-encode`; `tests/sigv4/` has their like from botocore.
"""
import json, pathlib, sys, urllib.parse

for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if not (folder / "context.json").exists():
        continue
    context = json.loads((folder / "context.json").read_text())
    head, _, body = (folder / "request.txt").read_text().partition("\n\n")
    line, *lines = head.split("\n")
    method, uri = line.removesuffix(" HTTP/1.1").split(" ", 1)
    headers = []
    for line in lines:
        if line.startswith(" "):  # a value goes on
            headers[-1][1] += "\n" + line
        elif line:
            headers.append(line.split(":", 1))
    # HTTP cannot send what is not encoded. The suite signs paths encoded once.
    encoded = urllib.parse.quote(uri, safe="/%?&=~")
    case = {
        "name": folder.name, "method": method, "uri": encoded, "headers": headers, "body": body,
        "normalizes": context["normalize"], "signs_body": context["sign_body"],
        "token": None if context.get("omit_session_token") else context["credentials"].get("token"),
    }
    if (folder / "public-key.json").exists():
        read = lambda name: (folder / f"{name}.txt").read_text().strip()
        case |= {name.replace("-", "_"): read(name) for name in
                 ("header-string-to-sign", "header-signature", "query-string-to-sign")}
    else:
        signed = (folder / "header-signed-request.txt").read_text().split("\n")
        authorization = next(line for line in signed if line.startswith("Authorization:"))
        case |= {"authorization": authorization.split(":", 1)[1]}
    print(json.dumps(case))
