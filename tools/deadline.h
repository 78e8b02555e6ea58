/** @file
 * Moments of the monotonic clock, in seconds: how long to wait for a peer. No protocol
 * decides anything by them but to give up.
 */
#ifndef PHW_TOOLS_DEADLINE_H
#define PHW_TOOLS_DEADLINE_H

/** Longest single wait: so often a loop looks whether the user asked to stop. */
#define PHW_DEADLINE_SLICE_MS 100

/** Now. */
double phw_deadline_now(void);

/** What to give poll(): milliseconds to `deadline_s`, rounded up, 0 when it has passed,
 * and never more than PHW_DEADLINE_SLICE_MS. */
int phw_deadline_slice(double deadline_s);

#endif
