import pytest

from partage.config import VARIABLES, Deployment, Misconfigured

SECRET = "s" * 32


def read(folder, **environ):
    return Deployment.read({"PARTAGE_DATA": str(folder), **environ})


def public(folder, **environ):
    folder.chmod(0o700)
    made = {"PARTAGE_PUBLIC_URL": "https://partage.exemple.test", "PARTAGE_SECRET_KEY": SECRET}
    return read(folder, **{**made, **environ})


def test_instance_on_this_machine_needs_no_setting_at_all(tmp_path):
    made = read(tmp_path / "new")
    assert (made.port, made.public_url, made.is_local, made.is_https) == (8000, "http://127.0.0.1:8000", True, False)
    assert made.database_url == f"sqlite:///{tmp_path / 'new' / 'partage.sqlite'}"
    assert (made.web_workers, made.web_threads) == (1, 8)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_local_secret_is_made_once_and_kept_for_its_owner_only(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_loopback_is_local_whatever_its_spelling(tmp_path, host):
    made = read(tmp_path, PARTAGE_PUBLIC_URL=f"http://{host}:8000/")
    assert made.is_local
    assert made.public_url == f"http://{host}:8000"


def test_public_instance_trusts_its_own_host_only(tmp_path):
    assert public(tmp_path).trusted_hosts == ["partage.exemple.test"]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PARTAGE_SECRET_KEY": ""}, "PARTAGE_SECRET_KEY"),
        ({"PARTAGE_SECRET_KEY": "court"}, "32 caractères"),
        ({"PARTAGE_PUBLIC_URL": "http://partage.exemple.test"}, "https://"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"PORT": "quatre-vingts"}, "PORT attend un nombre"),
        ({"PARTAGE_WEB_WORKERS": "-1"}, "PARTAGE_WEB_WORKERS"),
    ],
)
def test_public_instance_refuses_what_is_not_safe(tmp_path, environ, said):
    """S34."""
    with pytest.raises(Misconfigured, match=said):
        public(tmp_path, **environ)


def test_public_instance_refuses_a_data_folder_anybody_reads(tmp_path):
    made = {"PARTAGE_PUBLIC_URL": "https://partage.exemple.test", "PARTAGE_SECRET_KEY": SECRET}
    tmp_path.chmod(0o755)
    with pytest.raises(Misconfigured, match="chmod 700"):
        read(tmp_path, **made)


def test_closed_network_may_do_without_https_when_it_says_so(tmp_path):
    made = public(tmp_path, PARTAGE_PUBLIC_URL="http://partage.intranet", PARTAGE_ALLOW_HTTP="1")
    assert not made.is_https


def test_data_folder_on_a_network_disk_is_refused_for_sqlite_only(tmp_path, monkeypatch):
    monkeypatch.setattr("partage.config._is_network_folder", lambda folder: True)
    with pytest.raises(Misconfigured, match="disque réseau"):
        public(tmp_path)
    assert public(tmp_path, PARTAGE_DATABASE_URL="postgresql+psycopg://x@y/z").data == tmp_path


def test_every_variable_that_is_read_is_listed(tmp_path):
    asked = set()

    class Listening(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    tmp_path.chmod(0o700)
    environ = Listening(PARTAGE_DATA=str(tmp_path), PARTAGE_PUBLIC_URL="http://x.test", PARTAGE_ALLOW_HTTP="1")
    environ["PARTAGE_SECRET_KEY"] = SECRET
    Deployment.read(environ)
    assert asked - {"FLASK_DEBUG"} == {variable.name for variable in VARIABLES}
