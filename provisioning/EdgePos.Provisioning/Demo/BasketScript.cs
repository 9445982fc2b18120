namespace EdgePos.Provisioning;

/// <summary>A basket as a cashier types it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Lines">A command each; an empty one is Enter.</param>
internal sealed record BasketScript(string Title, IReadOnlyList<string> Lines)
{
    /// <summary>Reads the baskets of a file: a line with # begins one, and an empty line ends it.</summary>
    public static IReadOnlyList<BasketScript> Read(string path)
    {
        var baskets = new List<BasketScript>();
        string title = "";
        var lines = new List<string>();
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith('#'))
            {
                title = line[1..].Trim();
                continue;
            }

            lines.Add(line);
            if (line.Length == 0)
            {
                baskets.Add(new BasketScript(title, [.. lines]));
                lines.Clear();
            }
        }

        return baskets;
    }

    /// <summary>Baskets as in a lunch hour: one to five items each, paid to the cent; the same ones every time.</summary>
    public static IEnumerable<BasketScript> Rush(IReadOnlyList<string> gtins, int count, Random random)
    {
        for (int i = 0; i < count; i++)
        {
            var items = Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"{random.Next(1, 4)}*{gtins[random.Next(gtins.Count)]}");
            yield return new BasketScript("", [.. items, "cash", ""]);
        }
    }
}
