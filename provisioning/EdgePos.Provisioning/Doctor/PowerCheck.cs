using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>The supply of a Raspberry Pi gives enough. Source: raspberrypi.com, documentation of vcgencmd get_throttled.</summary>
internal static class PowerCheck
{
    private const int TooLittleNow = 1 << 0, ThrottledNow = 1 << 2, TooLittleSince = 1 << 16, ThrottledSince = 1 << 18;

    private const string Throttled = "/sys/devices/platform/soc/soc:firmware/get_throttled";

    private const string Supply = "give it a supply of its own with 5.1 V and 3 A (a Pi 5: 5 A) and a short thick cable, "
        + "and printers and hubs one of theirs: too little breaks disks";

    public static Finding Look(Patient patient)
    {
        var machine = patient.Machine;
        string? alarm = machine.In("/sys/class/hwmon").Where(folder => machine.Read($"{folder}/name") == "rpi_volt")
            .Select(folder => machine.Read($"{folder}/in0_lcrit_alarm")).FirstOrDefault(text => text is not null);
        string? text = machine.Read(Throttled);
        if (alarm is null && text is null)
            return Finding.NotSeen("this machine does not tell of its supply");
        bool isKnown = int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int bits);
        if (alarm == "1" || (bits & TooLittleNow) != 0)
            return Told(bits, Finding.Bad("it gets too little voltage", Supply));
        if ((bits & TooLittleSince) != 0)
            return Told(bits, Finding.Look("it got too little voltage since it was started", Supply));
        if ((bits & (ThrottledNow | ThrottledSince)) != 0)
            return Told(bits, Finding.Look("it had to slow down since it was started", "see that air reaches it, or fit a heat sink"));
        return isKnown || alarm == "0" ? Told(bits, Finding.Well("the voltage is enough, and was since the start"))
            : Finding.NotSeen($"it says '{alarm ?? text}' of its supply, which is nothing that is known");
    }

    private static Finding Told(int bits, Finding finding) =>
        finding with { Figures = new Dictionary<string, long> { ["throttled_bits"] = bits } };
}
