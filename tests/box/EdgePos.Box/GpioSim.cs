namespace EdgePos.Box;

/// <summary>The machine's GPIO chip, seen from outside (Linux, admin-guide/gpio/gpio-sim.rst).</summary>
internal static class GpioSim
{
    /// <summary>Label of the chip.</summary>
    public const string Label = "edgepos-box";

    private const string Lines = "/sys/devices/platform/gpio-sim.0/gpiochip0";

    /// <summary>Drives an input.</summary>
    public static void Drive(int line, bool level) => File.WriteAllText($"{Lines}/sim_gpio{line}/pull", level ? "pull-up" : "pull-down");

    /// <summary>The level of a line.</summary>
    public static bool LevelOf(int line) => File.ReadAllText($"{Lines}/sim_gpio{line}/value").Trim() == "1";
}
