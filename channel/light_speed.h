/** @file
 * The speed of light: what carriers, wavelengths and Doppler shifts are told by.
 */
#ifndef PHW_CHANNEL_LIGHT_SPEED_H
#define PHW_CHANNEL_LIGHT_SPEED_H

/** In vacuum, m/s, exact. */
#define PHW_LIGHT_SPEED_M_S 299792458.0

#endif
