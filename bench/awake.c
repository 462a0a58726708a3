/*
 * Keeps each processor from going to sleep, with a process that runs only where nothing else wants to (SCHED_IDLE). Where
 * client and server wait for each other, a virtual machine's processors halt for every request, and waking them costs more
 * than the request: without this a benchmark with one client measures the hypervisor.
 *
 * awake      until standard input ends. Linux only.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void keep(int processor) {
  struct sched_param none = {0};
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(processor, &only);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail("prctl");
  if (sched_setaffinity(0, sizeof only, &only) != 0) fail("sched_setaffinity");
  if (sched_setscheduler(0, SCHED_IDLE, &none) != 0) fail("sched_setscheduler");
  for (;;) {
  }
}

int main(void) {
  cpu_set_t ours;
  char end;
  if (sched_getaffinity(0, sizeof ours, &ours) != 0) fail("sched_getaffinity");
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    if (CPU_ISSET(processor, &ours)) {
      pid_t child = fork();
      if (child == -1) fail("fork");
      if (child == 0) keep(processor);
    }
  }
  while (read(0, &end, 1) > 0) {
  }
  return 0;
}
