/** @file
 * Who takes part in a network and where: nodes, and the sites they are at.
 */
#ifndef PHW_CHANNEL_NODE_H
#define PHW_CHANNEL_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "channel/angle_spread.h"
#include "channel/antenna_array.h"
#include "core/status.h"

PHW_BEGIN_C

/** Bytes of a node's name, its end included. */
#define PHW_NODE_NAME_SIZE 32

/** A neighbourhood: nodes in it see the same scatterers, from all the directions that
 * the angles say, and hang together by their distance. Nodes of different sites share
 * nothing. A plain value; a zeroed one has waves from all sides of the plane. */
typedef struct phw_site {
    phw_angles_choice angles; /**< directions of the waves that come and go here */
    bool flat;                /**< its links have one tap, at delay 0 */
} phw_site;

/** One party: a plain value. */
typedef struct phw_node {
    char name[PHW_NODE_NAME_SIZE]; /**< for messages */
    uint32_t site;                 /**< its number among the sites */
    double position_m[3];          /**< at time 0; all sites share the axes */
    double velocity_m_s[3];        /**< constant */
    phw_array array;               /**< zeroed: one antenna */
} phw_node;

PHW_END_C

#endif
