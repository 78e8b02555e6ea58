#include "tools/scenario_options.h"

#include "tools/scenario_check.h"

phw_status phw_scenario_from_file(phw_scenario *out, const char *path,
                                  const phw_arguments *arguments)
{
    phw_scenario scenario;
    PHW_TRY(phw_scenario_read(&scenario, path));
    PHW_TRY(phw_scenario_check(&scenario));
    const char *set = NULL;
    for (size_t i = 0; (set = phw_argument_item(arguments, "set", i)) != NULL; ++i)
        PHW_TRY(phw_scenario_set(&scenario, set));
    /* The file was good alone, so what is wrong now came with --set. */
    if (phw_scenario_check(&scenario) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--set");
    *out = scenario;
    return PHW_OK;
}

phw_status phw_scenario_from_arguments(phw_scenario *out,
                                       const phw_arguments *arguments)
{
    return phw_scenario_from_file(out, phw_argument_positional(arguments, 0),
                                  arguments);
}
