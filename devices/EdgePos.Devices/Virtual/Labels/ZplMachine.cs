using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>What a label printer makes of ZPL II. Every command is a prefix, two letters, and parameters up to the next prefix.</summary>
internal sealed class ZplMachine(Action<PrintedLabel> print) : IVirtualDevice
{
    private const int CommandBytesMax = 8192;

    private readonly List<byte> _command = [];
    private readonly Queue<(PrintedLabel Label, int Times)> _waiting = new();
    private readonly List<LabelField> _fields = [];
    private bool _isInFormat, _isHex, _isUtf8;
    private char _hex = '_';
    private string _kind = "text";
    private int _x, _y, _width, _height, _times = 1, _remaining;
    private bool _paperOut, _headOpen, _ribbonOut, _paused;

    public bool IsSpeechlessWhenHindered { get; set; }

    public int? LabelsLeft { get; set; }

    private bool CanPrint => !(_paperOut || _headOpen || _ribbonOut || _paused);

    public void SwitchOn()
    {
        _waiting.Clear();
        _remaining = 0;
        Abandon();
    }

    public void Change(bool? paperOut, bool? headOpen, bool? ribbonOut, bool? paused)
    {
        (_paperOut, _headOpen) = (paperOut ?? _paperOut, headOpen ?? _headOpen);
        (_ribbonOut, _paused) = (ribbonOut ?? _ribbonOut, paused ?? _paused);
        Work();
    }

    public void Take(byte value, List<byte> answers)
    {
        if (value is (byte)'^' or (byte)'~' && _command.Count > 0)
        {
            Obey();
            _command.Clear();
        }

        if (_command.Count == 0 && value is not ((byte)'^' or (byte)'~'))
            return; // between commands nothing means anything
        if (_command.Count < CommandBytesMax)
            _command.Add(value);
        if (_command.Count != 3)
            return;
        switch (Encoding.Latin1.GetString([.. _command]))
        {
            case "~HS":
                Tell(answers);
                _command.Clear();
                break;
            case "~JA":
                SwitchOn();
                break;
            case "^XZ":
                Obey();
                _command.Clear();
                break;
        }
    }

    private void Abandon()
    {
        _command.Clear();
        _fields.Clear();
        (_isInFormat, _isHex, _isUtf8, _kind, _times) = (false, false, false, "text", 1);
    }

    private void Obey()
    {
        string text = (_isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString([.. _command]);
        if (text.Length < 3)
            return;
        string parameters = text[3..].TrimEnd('\r', '\n');
        switch (text[..3])
        {
            case "^XA":
                Abandon();
                _isInFormat = true;
                break;
            case "^CI":
                _isUtf8 = parameters == "28";
                break;
            case "^PW":
                _width = Number(parameters, 0);
                break;
            case "^LL":
                _height = Number(parameters, 0);
                break;
            case "^PQ":
                _times = Math.Clamp(Number(parameters, 0), 1, 999);
                break;
            case "^FO":
                (_x, _y, _kind, _isHex) = (Number(parameters, 0), Number(parameters, 1), "text", false);
                break;
            case "^FH":
                (_isHex, _hex) = (true, parameters.Length > 0 ? parameters[0] : '_');
                break;
            case "^BE" or "^B8" or "^BU":
                _kind = text[2] switch { 'E' => "EAN-13", '8' => "EAN-8", _ => "UPC-A" };
                break;
            case "^FD" when _isInFormat:
                _fields.Add(new LabelField(_x, _y, _kind, _kind == "text" ? Plain(parameters) : Whole(parameters)));
                break;
            case "^XZ" when _isInFormat:
                _waiting.Enqueue((new PrintedLabel(_width, _height, [.. _fields]), _times));
                Abandon();
                Work();
                break;
        }
    }

    private void Work()
    {
        while (CanPrint && (_remaining > 0 || _waiting.Count > 0))
        {
            if (_remaining == 0)
                _remaining = _waiting.Peek().Times;
            if (LabelsLeft == 0)
            {
                _paperOut = true;
                LabelsLeft = null;
                return;
            }

            LabelsLeft--;
            print(_waiting.Peek().Label);
            if (--_remaining == 0)
                _waiting.Dequeue();
        }
    }

    // aaa,b,c,dddd,eee,f,g,h,iii,j,k,l / mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www / xxxx,y
    private void Tell(List<byte> answers)
    {
        if (IsSpeechlessWhenHindered && !CanPrint)
            return;
        int formats = Math.Max(0, _waiting.Count - (_remaining > 0 ? 1 : 0));
        string[] strings =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"030,{Flag(_paperOut)},{Flag(_paused)},{_height:0000},{formats:000},0,0,{Flag(_isInFormat)},000,0,0,0"),
            string.Create(CultureInfo.InvariantCulture, $"000,0,{Flag(_headOpen)},{Flag(_ribbonOut)},0,2,6,0,{_remaining:00000000},1,000"),
            "1234,0",
        ];
        foreach (string one in strings)
            answers.AddRange([2, .. Encoding.ASCII.GetBytes(one), 3, 13, 10]);
    }

    private string Plain(string data)
    {
        byte[] bytes = (_isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(data);
        var plain = new List<byte>();
        for (int i = 0; i < bytes.Length; i++)
        {
            if (_isHex && bytes[i] == _hex && i + 2 < bytes.Length
                && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one))
            {
                plain.Add(one);
                i += 2;
            }
            else
            {
                plain.Add(bytes[i]);
            }
        }

        return (_isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString([.. plain]).Replace(@"\\", @"\", StringComparison.Ordinal);
    }

    // The check digit is the printer's to add.
    private static string Whole(string digits)
    {
        int sum = 0;
        for (int i = digits.Length - 1, weight = 3; i >= 0; i--, weight = 4 - weight)
            sum += (digits[i] - '0') * weight;
        return digits + ((((10 - (sum % 10)) % 10) + 10) % 10);
    }

    private static char Flag(bool isSo) => isSo ? '1' : '0';

    private static int Number(string parameters, int index)
    {
        string[] all = parameters.Split(',');
        return index < all.Length && int.TryParse(all[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
