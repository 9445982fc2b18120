namespace EdgePos.Provisioning;

/// <summary>Findings for a person: a line each, and under it what to do.</summary>
internal static class FindingTable
{
    private const int StateWidth = 6;

    /// <summary>Writes them, and how many need a person.</summary>
    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        int width = findings.Max(one => one.Name.Length);
        foreach (var one in findings)
        {
            output.WriteLine($"{Word(one.State),-StateWidth}{one.Name.Replace('_', ' ').PadRight(width)}  {one.Seen}");
            if (one.Advice.Length > 0)
                output.WriteLine($"{new string(' ', StateWidth + width)}  -> {one.Advice}");
        }
    }

    /// <summary>How many need a person, in words.</summary>
    public static string Summary(IReadOnlyList<Finding> findings) => findings.Count(one => one.NeedsPerson) switch
    {
        0 => "nothing needs a person",
        1 => "1 thing needs a person",
        var many => $"{many} things need a person",
    };

    private static string Word(FindingState state) => state switch
    {
        FindingState.Well => "well",
        FindingState.CouldNotLook => "?",
        FindingState.Look => "look",
        FindingState.Bad => "BAD",
    };
}
