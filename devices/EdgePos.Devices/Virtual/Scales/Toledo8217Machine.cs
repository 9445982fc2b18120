using System.Globalization;

namespace EdgePos.Devices;

/// <summary>PSC, Magellan 8500 Service Manual, "8217 Mettler Toledo": Command Descriptions, Scale Status Byte Bit Definitions.</summary>
internal sealed class Toledo8217Machine(ScalePlatform platform) : ScaleMachine(platform)
{
    private bool _isEcho, _isTare;

    public override void SwitchOn()
    {
        base.SwitchOn();
        (_isEcho, _isTare) = (false, false);
    }

    public override void Take(byte value, List<byte> answers)
    {
        if (_isTare)
            TakeTare(value, answers);
        else if (_isEcho && value != 'F')
            answers.Add(value);
        else
            Obey((char)value, answers);
    }

    private void Obey(char command, List<byte> answers)
    {
        switch (command)
        {
            case 'W':
                SayWeight(answers);
                break;
            case 'Z':
                Platform.PressZero();
                SayStatus(answers);
                break;
            case 'T':
                _isTare = true;
                break;
            case 'C':
                if (!Platform.State.IsMoving)
                    Platform.ClearTare();
                SayStatus(answers);
                break;
            case 'A':
                Say(answers, "\x02\r");
                break;
            case 'B':
                Say(answers, "\x02?@\r"); // all tests passed
                break;
            case 'E':
            case 'F':
                _isEcho = command == 'E';
                Say(answers, $"\x02{command}\r");
                break;
        }
    }

    // T CR takes what lies there, T and five digits CR a known packing in grams.
    private void TakeTare(byte value, List<byte> answers)
    {
        if (Whole(value, '\r') is not { } digits)
            return;
        _isTare = false;
        if (digits.Length == 0)
            Platform.PressTare();
        else if (digits.Length == 5 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long grams))
            Platform.SetTare(grams);
        SayStatus(answers);
    }

    private void SayWeight(List<byte> answers)
    {
        var state = Platform.State;
        if (state.IsMoving || state.IsOver || state.IsBelowZero)
            SayStatus(answers);
        else
            Say(answers, $"\x02{Kilograms(state.Net, 2)}{(state.IsNet ? "N" : "")}\r");
    }

    private void SayStatus(List<byte> answers)
    {
        var state = Platform.State;
        int status = 0x40 | (state.IsMoving ? 1 : 0) | (state.IsOver ? 2 : 0) | (state.IsBelowZero ? 4 : 0)
            | (!state.IsMoving && state.Gross == 0 ? 0x10 : 0) | (state.IsNet ? 0x20 : 0);
        Say(answers, $"\x02?{(char)status}\r");
    }
}
