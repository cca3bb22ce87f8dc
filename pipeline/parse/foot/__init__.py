"""«Nơi nhận» and the signatures."""
