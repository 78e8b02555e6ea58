/** @file
 * A line with a delay, for benchmarks: whatever comes in at either end of it goes out
 * at the other so much later, in order, as fast as it came.
 */
#ifndef PHW_TESTS_BENCH_RELAY_H
#define PHW_TESTS_BENCH_RELAY_H

/** Two connected sockets of TCP on the loopback interface: `end[0]` and `end[1]`; -1
 * when there are none. */
int relay_connect(int end[2]);

/** What relay_run() takes: it owns the sockets. */
typedef struct relay {
    int socket[2]; /**< its ends of the two connections */
    double delay_s;
} relay;

/** Carries bytes both ways until both directions have ended; for a thread. */
void *relay_run(void *context);

#endif
