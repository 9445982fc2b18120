using System.Globalization;

namespace EdgePos.Devices;

/// <summary>
/// Checkout-Dialog 06 of Mettler-Toledo, Bizerba, Dibal and others, 9600 7O1: the scale is told the price of a kilogram and computes
/// what the customer pays. Source: Cely, PI100 manual 7.5, and Dibal, DPOS400 manual 4.39: records 01 (price), 03 (price and tare),
/// 02 (weight), 08 and 09 (status), each answer of the scale answered with EOT; and for the challenge of certified scales, records 10
/// and 11, what programs in use send. The scale gives a weighing once: status 21 says that nothing has moved since the last one.
/// </summary>
internal sealed class Dialog06(int? key, Random random) : ScaleDialect
{
    private const int StepsMax = 8;
    private const long PriceMax = 999_999, TareMax = 9_999;
    private const string Kilograms = "3";

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop)
    {
        if (request.UnitPriceMinor is not (>= 0 and <= PriceMax) and var price)
            return ScaleReading.No(WeighHindrance.PriceRefused, price is null ? "none was given" : "it has more than six digits");
        if (request.TareGrams is < 0 or > TareMax)
            return ScaleReading.No(WeighHindrance.TareRefused, "it has more than four digits");
        byte[] question = Price(request);
        bool isProven = false;
        for (int step = 0; step < StepsMax; step++)
        {
            byte[] answer = await AskAsync(line, question, stop);
            switch (Fields(answer))
            {
                case ["ack"]:
                    // After the proof the scale says with its next answer whether it holds.
                    question = [Eot, Enq];
                    break;
                case ["nak"]:
                    return Status(await AskAsync(line, AskStatus, stop));
                case ["11", ['2', var z1, var z2]] when Challenge(z1, z2) is { } asked && !isProven:
                    if (key is not { } polynomial)
                        return ScaleReading.No(WeighHindrance.KeyRefused, "there is no key in the settings");
                    string proof = Dialog06Key.Answer(polynomial, (ushort)random.Next(1, 0x10000), asked);
                    question = [Eot, Stx, .. "10"u8, Esc, .. System.Text.Encoding.ASCII.GetBytes(proof), Etx];
                    isProven = true;
                    break;
                case ["11", ['1', ..]]:
                    question = Price(request); // what it was told before the proof it may have forgotten
                    break;
                case ["11", ..]:
                    return ScaleReading.No(WeighHindrance.KeyRefused);
                case ["02", var unit, var grams, var unitPrice, var total]:
                    return Weight(answer, request, unit, grams, unitPrice, total);
                default:
                    return answer.Length == 0 ? Nothing : ScaleReading.NoSense(answer);
            }
        }

        return ScaleReading.No(WeighHindrance.Failed, "it does not come to an end");
    }

    public override async Task<ScaleReading> LookAsync(ScaleLine line, CancellationToken stop) =>
        Status(await AskAsync(line, AskStatus, stop));

    /// <summary>The parts of an answer: ack, nak, or the number of a record and its fields; null: it is none.</summary>
    internal static string[]? Fields(byte[] answer) => answer switch
    {
        [Ack] => ["ack"],
        [Nak] => ["nak"],
        [Stx, .., Etx] when Text(answer.AsSpan(1, answer.Length - 2)) is { } text => text.Split((char)Esc),
        _ => null,
    };

    internal static ScaleReading Status(byte[] answer)
    {
        if (answer.Length == 0)
            return Nothing;
        if (Fields(answer) is not ["09", var status])
            return ScaleReading.NoSense(answer);
        return status switch
        {
            "00" => ScaleReading.No(WeighHindrance.PriceRefused),
            "11" => ScaleReading.No(WeighHindrance.PriceRefused, "it refuses this price"),
            "12" => ScaleReading.No(WeighHindrance.TareRefused),
            "20" or "22" => ScaleReading.No(WeighHindrance.InMotion),
            "21" => ScaleReading.No(WeighHindrance.SameWeighing),
            "30" => ScaleReading.No(WeighHindrance.BelowMinimum),
            "31" => ScaleReading.No(WeighHindrance.BelowZero),
            "32" => ScaleReading.No(WeighHindrance.Overload),
            "01" or "02" or "10" or "13" => ScaleReading.No(WeighHindrance.Failed, $"status {status}"),
            _ => ScaleReading.NoSense(answer),
        };
    }

    private static byte[] AskStatus { get; } = [Eot, Stx, .. "08"u8, Etx];

    private static byte[] Price(WeighRequest request)
    {
        byte[] price = Digits(request.UnitPriceMinor ?? 0, 6);
        return request.TareGrams == 0
            ? [Eot, Stx, .. "01"u8, Esc, .. price, Esc, Etx]
            : [Eot, Stx, .. "03"u8, Esc, .. price, Esc, .. Digits(request.TareGrams, 4), Etx];
    }

    // A scale that computed with another price than it was told computed for somebody else.
    private static ScaleReading Weight(byte[] answer, WeighRequest request, string unit, string grams, string unitPrice, string total)
    {
        if (Number(grams, 5) is not { } weight || Number(unitPrice, 6) is not { } price || Number(total, 6) is not { } sum)
            return ScaleReading.NoSense(answer);
        if (unit != Kilograms)
            return ScaleReading.No(WeighHindrance.WrongUnit, unit);
        return price == request.UnitPriceMinor
            ? ScaleReading.Weight(weight) with { UnitPriceMinor = price, TotalMinor = sum, IsNew = true, TareGrams = request.TareGrams }
            : ScaleReading.No(WeighHindrance.PriceRefused, "it computed with another price than it was told");
    }

    private static async Task<byte[]> AskAsync(ScaleLine line, byte[] question, CancellationToken stop)
    {
        byte[] answer = await line.AskAsync(question, LengthOf, stop);
        await line.TellAsync([Eot], stop);
        return answer;
    }

    private static int LengthOf(byte[] bytes) => bytes[0] is Ack or Nak ? 1 : Array.IndexOf(bytes, Etx) + 1;

    private static byte? Challenge(char z1, char z2) =>
        char.IsAsciiHexDigit(z1) && char.IsAsciiHexDigit(z2) ? Convert.FromHexString($"{z1}{z2}")[0] : null;

    private static byte[] Digits(long value, int count) =>
        System.Text.Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0'));

    private static long? Number(string text, int digits) =>
        text.Length == digits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
