"""What gunicorn and the flask command load."""

from partage import create_app

app = create_app()
