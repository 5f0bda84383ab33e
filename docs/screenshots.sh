#!/usr/bin/env bash
# Pictures of the documentation of ferrosmith-aws at two widths, to be looked at and not committed:
#   docs/screenshots.sh FOLDER
# As docs.rs builds it, with all features and their badges, where there is a nightly toolchain. Needs a Chromium: CHROMIUM names it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mkdir -p "${1:?docs/screenshots.sh FOLDER}" && cd "$1" && pwd)
chromium=${CHROMIUM:-$(command -v chromium || command -v google-chrome)}

target=target/screenshots
if cargo +nightly --version >/dev/null 2>&1; then
    RUSTDOCFLAGS="--cfg docsrs" cargo +nightly doc --quiet --no-deps -p ferrosmith -p ferrosmith-aws --all-features --target-dir "$target"
else
    cargo doc --quiet --no-deps -p ferrosmith -p ferrosmith-aws --all-features --target-dir "$target"
fi
pages=(
    index
    fsx/index
    fsx/type.Client
    fsx/blocking/type.Client
    fsx/operation/struct.CreateBackup
    fsx/operation/enum.CreateBackupError
    fsx/types/struct.Backup
    backup/index
    backup/operation/struct.StartBackupJob
    backup/operation/struct.StartBackupJobRequired
    backup/types/enum.BackupJobState
)
for page in "${pages[@]}"; do
    for width in 1280 480; do
        picture=$folder/${page//\//-}-$width.png
        "$chromium" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --window-size="$width,2400" --screenshot="$picture" \
            "file://$PWD/$target/doc/ferrosmith_aws/$page.html" >/dev/null 2>&1
        echo "$picture"
    done
done
