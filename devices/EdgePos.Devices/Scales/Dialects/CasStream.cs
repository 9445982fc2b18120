namespace EdgePos.Devices;

/// <summary>
/// CAS scales and indicators that send by themselves, 9600 8N1. Source: CAS, CI-600D manual 10-1 and 10-3, PDI manual 8-2: lines of
/// ST (at rest), US (not) or OL (overload), a comma, GS (gross) or NT (net), a comma, in the format of 22 bytes the device's id, its
/// lamps and a comma, then eight characters of weight, the unit, CR LF. UL (underload) is Dini Argeo's. A line does not say when it
/// was sent: one counts when it began after the question.
/// </summary>
internal sealed class CasStream : ScaleDialect
{
    private const int HeadChars = 6, IdAndLampsChars = 3;

    public override bool SendsByItself => true;

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop) =>
        Read(await line.NextLineAsync(stop));

    internal static ScaleReading Read(byte[] line)
    {
        if (line.Length == 0)
            return Nothing;
        // The lamps are bits, the highest one always set; the rest is ASCII.
        string text = System.Text.Encoding.Latin1.GetString(line).TrimEnd('\r');
        if (text.Length < HeadChars || text[2] != ',' || text[5] != ',' || text.AsSpan(3, 2) is not ("GS" or "NT"))
            return ScaleReading.NoSense(line);
        string body = text[HeadChars..];
        if (body.Length > IdAndLampsChars && body[IdAndLampsChars - 1] == ',')
            body = body[IdAndLampsChars..];
        return text[..2] switch
        {
            "OL" => ScaleReading.No(WeighHindrance.Overload),
            "UL" => ScaleReading.No(WeighHindrance.BelowZero),
            "US" => ScaleReading.No(WeighHindrance.InMotion),
            "ST" when ReadWeight(body) is { } reading => reading with { IsNet = text[3] == 'N' },
            _ => ScaleReading.NoSense(line),
        };
    }

    private static ScaleReading? ReadWeight(string body)
    {
        int unit = body.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        // Some write a comma before the unit.
        var rest = body.AsSpan(unit).TrimStart(',');
        return WeightText.TryRead(body.AsSpan(0, unit), rest, out var reading) ? reading : null;
    }
}
