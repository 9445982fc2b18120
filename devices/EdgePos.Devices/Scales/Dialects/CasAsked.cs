namespace EdgePos.Devices;

/// <summary>
/// CAS scales set to the ECR type that is asked, 9600 8N1. Source: CAS, AP-1 transmission protocol, and SW-II manual, "RS-232C
/// Protocol"; Ohaus, Aviator 7000 Service Manual 6.1.1, has the same: ENQ is answered ACK (ready) or NAK (ask again); DC1 with
/// SOH STX status sign weight(6) unit(2) BCC ETX EOT, BCC being the exclusive or of what lies between STX and BCC.
/// </summary>
internal sealed class CasAsked : ScaleDialect
{
    private const int FrameBytes = 15, WeightAt = 4, WeightBytes = 6, UnitAt = 10, SumAt = 12;

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop)
    {
        byte[] ready = await line.AskAsync([Enq], bytes => bytes[0] is Ack or Nak ? 1 : 0, stop);
        return ready switch
        {
            [Ack] => Read(await line.AskAsync([Dc1], bytes => bytes[0] == Soh && bytes.Length >= FrameBytes ? FrameBytes : 0, stop)),
            [Nak] => ScaleReading.No(WeighHindrance.InMotion),
            [] => Nothing,
            _ => ScaleReading.NoSense(ready),
        };
    }

    internal static ScaleReading Read(byte[] answer)
    {
        if (answer.Length == 0)
            return Nothing;
        if (answer.Length != FrameBytes || answer is not [Soh, Stx, .., Etx, Eot] || Sum(answer) != answer[SumAt]
            || Text(answer.AsSpan(2, SumAt - 2)) is not { } text)
            return ScaleReading.NoSense(answer);
        char state = text[0], sign = text[1];
        if (state is not ('S' or 'U') || sign is not (' ' or '-' or 'F'))
            return ScaleReading.NoSense(answer);
        if (sign == 'F')
            return ScaleReading.No(WeighHindrance.Overload);
        if (state == 'U')
            return ScaleReading.No(WeighHindrance.InMotion);
        string number = sign + text.Substring(WeightAt - 2, WeightBytes), unit = text[(UnitAt - 2)..];
        return WeightText.TryRead(number, unit, out var reading) ? reading : ScaleReading.NoSense(answer);
    }

    private static byte Sum(byte[] answer)
    {
        byte sum = 0;
        for (int i = 2; i < SumAt; i++)
            sum ^= answer[i];
        return sum;
    }
}
