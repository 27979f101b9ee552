"""One screen a file: compose, bind, forward."""
