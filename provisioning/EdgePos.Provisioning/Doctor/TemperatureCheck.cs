using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>The machine is not too hot.</summary>
internal static class TemperatureCheck
{
    // A Pi slows down at 80 and more at 85 degrees; other boards at about the same.
    private const int Warm = 75, Hot = 85, Thousandths = 1000;

    public static Finding Look(Patient patient)
    {
        var zones = patient.Machine.In("/sys/class/thermal", "thermal_zone*").Select(folder => patient.Machine.Read($"{folder}/temp"))
            .Where(text => text is not null).ToList();
        var degrees = zones.Where(text => int.TryParse(text, CultureInfo.InvariantCulture, out _))
            .Select(text => int.Parse(text!, CultureInfo.InvariantCulture) / Thousandths).ToList();
        if (degrees.Count == 0)
            return Finding.NotSeen(zones.Count == 0 ? "this machine has no thermometer" : "its thermometers say no number");
        string seen = $"{degrees.Max()} degrees";
        const string advice = "see that air reaches it: dust, a cupboard without holes, a fan that stands still";
        return (degrees.Max() >= Hot ? Finding.Bad(seen, advice) : degrees.Max() >= Warm ? Finding.Look(seen, advice) : Finding.Well(seen))
            with
        { Figures = new Dictionary<string, long> { ["celsius"] = degrees.Max() } };
    }
}
