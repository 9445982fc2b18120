using System.Globalization;

namespace EdgePos.Devices;

/// <summary>
/// Checkout-Dialog 06 (Cely, PI100 manual 7.5; Dibal, DPOS400 manual 4.39), with the challenge of certified scales: once after it is
/// switched on it wants a number and its checksum, rotated by a number of its own, before it weighs.
/// </summary>
internal sealed class Dialog06Machine(ScalePlatform platform, int? key, Random random) : ScaleMachine(platform)
{
    private const char Stx = '\x02', Etx = '\x03', Eot = '\x04', Enq = '\x05', Ack = '\x06', Nak = '\x15', Esc = '\x1B';

    private bool _inRecord, _isProven, _saysProof, _proofHolds;
    private int _challenge;
    private long? _price;
    private long _tare, _weighedAt;
    private string _status = "";

    public override void SwitchOn()
    {
        base.SwitchOn();
        (_inRecord, _isProven, _saysProof, _price, _status) = (false, key is null, false, null, "00");
        _weighedAt = -1;
    }

    public override void Take(byte value, List<byte> answers)
    {
        char one = (char)value;
        if (_inRecord)
        {
            if (Whole(value, Etx) is { } record)
            {
                _inRecord = false;
                Obey(record.Split(Esc), answers);
            }
        }
        else if (one == Stx)
            _inRecord = true;
        else if (one == Enq)
            Weigh(answers);
    }

    private void Obey(string[] record, List<byte> answers)
    {
        switch (record)
        {
            case ["01", var price, ""]:
                Price(price, "0000", answers);
                break;
            case ["03", var price, var tare]:
                Price(price, tare, answers);
                break;
            case ["04", var price, { Length: 13 }]:
                Price(price, "0000", answers);
                break;
            case ["05", var price, var tare, { Length: 13 }]:
                Price(price, tare, answers);
                break;
            case ["08"]:
                Say(answers, $"{Stx}09{Esc}{_status}{Etx}");
                _status = "00";
                break;
            case ["10", { Length: 8 } proof] when !_isProven:
                _proofHolds = Holds(proof);
                (_isProven, _saysProof) = (_proofHolds, true);
                answers.Add((byte)Ack);
                break;
            default:
                Refuse("10", answers);
                break;
        }
    }

    private void Price(string price, string tare, List<byte> answers)
    {
        if (!_isProven)
        {
            _challenge = random.Next(0x100);
            Say(answers, $"{Stx}11{Esc}2{_challenge:X2}{Etx}");
        }
        else if (price.Length is not (5 or 6) || !long.TryParse(price, NumberStyles.None, CultureInfo.InvariantCulture, out long minor))
            Refuse("11", answers);
        else if (tare.Length != 4 || !long.TryParse(tare, NumberStyles.None, CultureInfo.InvariantCulture, out long grams)
            || grams % Platform.Step != 0)
            Refuse("12", answers);
        else
        {
            (_price, _tare) = (minor, grams);
            answers.Add((byte)Ack);
        }
    }

    private void Weigh(List<byte> answers)
    {
        var state = Platform.State;
        if (_saysProof)
        {
            _saysProof = false;
            Say(answers, $"{Stx}11{Esc}{(_proofHolds ? 1 : 0)}{Etx}");
        }
        else if (_price is not { } price)
            Refuse("22", answers);
        else if (state.IsMoving)
            Refuse("20", answers);
        else if (state.IsOver)
            Refuse("32", answers);
        else if (state.Gross < 0)
            Refuse("31", answers);
        else if (state.Gross < 20 * Platform.Step || state.Gross - _tare <= 0)
            Refuse("30", answers);
        else if (state.Movements == _weighedAt)
            Refuse("21", answers);
        else
        {
            long net = state.Gross - _tare;
            long total = ((net * price) + 500) / 1000;
            (_weighedAt, _price) = (state.Movements, null);
            Say(answers, $"{Stx}02{Esc}3{Esc}{net:00000}{Esc}{price:000000}{Esc}{total % 1_000_000:000000}{Etx}");
        }
    }

    private void Refuse(string status, List<byte> answers)
    {
        _status = status;
        answers.Add((byte)Nak);
    }

    private bool Holds(string proof)
    {
        if (!ushort.TryParse(proof[..4], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort number)
            || !ushort.TryParse(proof[4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort sum))
            return false;
        for (int i = 0; i < _challenge >> 4; i++)
            number = (ushort)((number >> 1) | ((number & 1) << 15));
        for (int i = 0; i < (_challenge & 0xF); i++)
            sum = (ushort)((sum << 1) | (sum >> 15));
        return sum == Remainder((ulong)number << 16, (ulong)key.GetValueOrDefault());
    }

    // Long division without carry, as on paper.
    private static ulong Remainder(ulong value, ulong divisor)
    {
        for (int bit = 63; bit >= 16; bit--)
        {
            if ((value >> bit & 1) != 0)
                value ^= divisor << (bit - 16);
        }

        return value;
    }
}
