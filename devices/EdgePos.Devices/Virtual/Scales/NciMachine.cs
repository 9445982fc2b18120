namespace EdgePos.Devices;

/// <summary>Weigh-Tronix, SCP-01 Serial Communications Protocol, 8408-14788-01: commands W, S, Z, U and what is unknown.</summary>
internal sealed class NciMachine(ScalePlatform platform) : ScaleMachine(platform)
{
    public override void Take(byte value, List<byte> answers)
    {
        switch (Whole(value, '\r'))
        {
            case null:
                break;
            case "W":
                Say(answers, $"\n{Shown()}kg\r\n{Status()}\r\x03");
                break;
            case "S":
                Say(answers, $"\n{Status()}\r\x03");
                break;
            case "Z":
                Platform.PressZero();
                Say(answers, $"\n{Status()}\r\x03");
                break;
            case "U":
                Say(answers, $"\nkg\r\n{Status()}\r\x03");
                break;
            default:
                Say(answers, "\n?\r\x03");
                break;
        }
    }

    private string Shown()
    {
        var state = Platform.State;
        return state.IsOver ? "^^^^^^" : state.Gross < 0 ? "______" : Kilograms(state.Net, 2);
    }

    // A third byte only where it has something to say.
    private string Status()
    {
        var state = Platform.State;
        int first = 0x30 | (state.IsMoving ? 1 : 0) | (!state.IsMoving && state.Gross == 0 ? 2 : 0);
        int second = 0x30 | (state.Net < 0 ? 1 : 0) | (state.IsOver ? 2 : 0) | (state.IsNet ? 0x40 : 0);
        return state.IsNet ? $"{(char)first}{(char)second}{(char)0x34}" : $"{(char)first}{(char)second}";
    }
}
