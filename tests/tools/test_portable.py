from pathlib import Path

import pytest

import portable


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/simple",
        "--index" + "-url elsewhere",
        "https://host.example/x.w" + "hl",
        "cd /ro" + "ot/postkring",
        "/ho" + "me/jan/x",
    ],
)
def test_line_of_one_machine_or_registry_is_named(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "ROOT", tmp_path)
    path = tmp_path / "file.txt"
    path.write_text(f"first\n{line}\n")
    assert [fault.partition(": ")[0] for fault in portable.faults_of(path)] == ["file.txt:2"]


def test_folder_of_this_checkout_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "ROOT", tmp_path)
    path = tmp_path / "file.txt"
    path.write_text(f"cd {tmp_path}")
    assert list(portable.faults_of(path)) == [f"file.txt:1: {tmp_path}"]


def test_ordinary_lines_and_data_that_is_no_text_are_let_through(tmp_path: Path) -> None:
    text, data = tmp_path / "file.txt", tmp_path / "file.bin"
    text.write_text("https://www.boekhandel.example/contacts and /health/live, /users/, home/page\n")
    data.write_bytes(b"\xff\xfe\x00")
    assert [*portable.faults_of(text), *portable.faults_of(data)] == []
