"""An auditor with an API key: python-tuf refreshes an installation's repository and downloads its manifest, then a page and a blob that it lists.

Usage: audit.py HOME_BASE_URL INSTALLATION_ID ROOT_FILE FOLDER, the API key in HOME_BASE_API_KEY. Prints one JSON line.
"""

import hashlib
import json
import os
import sys
import urllib.error
import urllib.request

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

home_base, installation, root_file, folder = sys.argv[1:5]
base = f"{home_base}/v1/installations/{installation}"
key = os.environ["HOME_BASE_API_KEY"]


class Fetcher(FetcherInterface):
    def _fetch(self, url):
        request = urllib.request.Request(url, headers={"authorization": f"Bearer {key}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                yield response.read()
        except urllib.error.HTTPError as error:
            raise DownloadHTTPError(str(error), error.code) from error


with open(root_file, "rb") as file:
    root = file.read()
os.makedirs(f"{folder}/metadata", exist_ok=True)
os.makedirs(f"{folder}/targets", exist_ok=True)
updater = Updater(f"{folder}/metadata", f"{base}/tuf/", f"{folder}/targets", f"{base}/tuf/targets/", fetcher=Fetcher(), bootstrap=root)
updater.refresh()
target = updater.get_targetinfo("manifest.json")
with open(updater.download_target(target), encoding="utf-8") as file:
    manifest = json.load(file)


def fetch_by_hash(sha256):
    data = b"".join(Fetcher()._fetch(f"{base}/blobs/{sha256}"))
    assert hashlib.sha256(data).hexdigest() == sha256, f"{sha256} has other bytes"
    return json.loads(data)


page = fetch_by_hash(next(page["sha256"] for page in manifest["pages"] if page["count"]))
resource_key, sha256 = page[0][:2]
blob = fetch_by_hash(sha256)
print(json.dumps({"version": manifest["version"], "installation": manifest["installationId"], "key": resource_key, "name": blob["metadata"]["name"]}))
