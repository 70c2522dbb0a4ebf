"""Uploads that are too large are read to their end and thrown away, so that the page can say so."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from postkring.kit.sheets.sheet import UPLOAD_BYTES


class Quota(FileUploadHandler):
    """Before the handlers that store: nothing past the limit reaches a disk."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > UPLOAD_BYTES:
            assert self.request is not None
            self.request.META["postkring.upload_refused"] = "1"
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
