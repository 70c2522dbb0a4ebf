import sys

from postkring.commands import main

sys.exit(main())
