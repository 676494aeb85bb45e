#!/bin/bash
# The commands of docs/TOUR.md that need the two machines print what the page says.
. e2e/machines.sh
. e2e/tour.sh

tour_run 'sh swarm'
