"""Acts that take long: what is to be done as data, done by a worker in one go, watched, cancelled, taken up again after a crash."""
