"""For every test of properties: no deadline. How long a test takes tells how busy the machine is."""

from hypothesis import settings

settings.register_profile("kehoach", deadline=None)
settings.load_profile("kehoach")
