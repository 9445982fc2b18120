using EdgePos.Store;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Whether who calls may do something: what the register is, and who is signed in at it.</summary>
internal sealed class AccessDesk(SignIns signIns, RegisterKinds kinds)
{
    /// <summary>True where nothing is asked of anybody: no sign-in, and every register is a till.</summary>
    public bool AsksNothing => !signIns.AreRequired && kinds.AreAllTills;

    /// <summary>Whether it may be done; null: it may.</summary>
    public Refusal? Check(ServerCallContext context, Caller caller, Right needs)
    {
        var kind = kinds.Of(caller);
        return signIns.AreRequired && !IsAtTheBox(context)
            ? AccessRules.Check(kind, needs, signIns.At(caller.Register, isCall: true)?.Role)
            : AccessRules.Reaches(kind, needs) ? null : new Refusal(RefusalCode.NotAtThisRegister, "");
    }

    /// <summary>
    /// True for whoever came through the socket file on the box itself: they look after it, and could open its files as well.
    /// </summary>
    public static bool IsAtTheBox(ServerCallContext context) => context.GetHttpContext().Features.Get<Admitted>() is { Register: 0 };
}
