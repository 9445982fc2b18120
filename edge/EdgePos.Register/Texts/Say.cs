namespace EdgePos.Register;

/// <summary>The sentences of the register; each has a text of the same name in every Texts.xx.resx.</summary>
internal enum Say
{
    /// <summary>The decimal sign.</summary>
    DecimalSign,
    /// <summary>Top of the screen: store, register.</summary>
    ScreenTitle,
    /// <summary>Heading of the names.</summary>
    ColumnItem,
    /// <summary>Heading of the quantities.</summary>
    ColumnQuantity,
    /// <summary>Heading of the prices.</summary>
    ColumnPrice,
    /// <summary>Heading of the amounts.</summary>
    ColumnAmount,
    /// <summary>How many pieces.</summary>
    Items,
    /// <summary>What the basket costs.</summary>
    Total,
    /// <summary>What was given.</summary>
    Paid,
    /// <summary>What is still to be paid.</summary>
    Due,
    /// <summary>What is handed back.</summary>
    Change,
    /// <summary>Notes and coins.</summary>
    Cash,
    /// <summary>Mark of a line taken out.</summary>
    Void,
    /// <summary>An empty basket.</summary>
    EmptyBasket,
    /// <summary>Lines that do not fit on the screen: how many.</summary>
    MoreAbove,
    /// <summary>The reminder above the command line.</summary>
    CommandLine,
    /// <summary>Name, quantity, price, amount.</summary>
    ItemAdded,
    /// <summary>Line, quantity, price, amount.</summary>
    QuantityChanged,
    /// <summary>Line, name.</summary>
    LineVoided,
    /// <summary>Given, due.</summary>
    PaidInPart,
    /// <summary>Given.</summary>
    PaidExactly,
    /// <summary>Given, change.</summary>
    PaidWithChange,
    /// <summary>Number, total, change.</summary>
    SaleDone,
    /// <summary>Number, total.</summary>
    ReceiptShown,
    /// <summary>After abandon.</summary>
    BasketAbandoned,
    /// <summary>After abandon with cash taken: how much.</summary>
    HandBack,
    /// <summary>At the end: id of the basket.</summary>
    BasketStays,
    /// <summary>A command that needs a basket.</summary>
    NothingOpen,
    /// <summary>What to do without a basket.</summary>
    HintScanFirst,
    /// <summary>Enter on a basket that is not paid.</summary>
    StillDue,
    /// <summary>How to pay.</summary>
    HintPay,
    /// <summary>receipt without a number.</summary>
    NoReceiptYet,
    /// <summary>How to ask for a receipt.</summary>
    HintReceipt,
    /// <summary>What was typed.</summary>
    NotAQuantity,
    /// <summary>How to give a quantity.</summary>
    HintQuantity,
    /// <summary>What was typed.</summary>
    NotALine,
    /// <summary>How to change a quantity.</summary>
    HintQty,
    /// <summary>How to void.</summary>
    HintVoid,
    /// <summary>What was typed, currency.</summary>
    NotAnAmount,
    /// <summary>The receipt will be made out to: name.</summary>
    CustomerNoted,
    /// <summary>The receipt will be made out to nobody.</summary>
    NoCustomer,
    /// <summary>How to type an amount.</summary>
    HintCash,
    /// <summary>Address.</summary>
    Unreachable,
    /// <summary>What to do when the box does not answer.</summary>
    HintUnreachable,
    /// <summary>At the start.</summary>
    HintStartBox,
    /// <summary>INVALID_ARGUMENT.</summary>
    HintMend,
    /// <summary>NOT_FOUND.</summary>
    HintLookAgain,
    /// <summary>ALREADY_EXISTS.</summary>
    HintStartAgain,
    /// <summary>All else.</summary>
    HintCallSomeone,
    /// <summary>All that can be typed, one a line.</summary>
    Help,
    /// <summary>Store, box, version, currency, journal, confirmed, link, jobs.</summary>
    Status,
    /// <summary>What is wrong with the printer.</summary>
    StatusPrinter,
    /// <summary>What is wrong with the price books.</summary>
    StatusPriceBook,
    /// <summary>No head office.</summary>
    LinkOff,
    /// <summary>No connection.</summary>
    LinkDown,
    /// <summary>Broker only.</summary>
    LinkWaiting,
    /// <summary>All is well.</summary>
    LinkUp,
    /// <summary>Forked.</summary>
    LinkForked,
    /// <summary>Number.</summary>
    ReceiptTitle,
    /// <summary>Name and rate, net, tax.</summary>
    ReceiptTax,
    /// <summary>What was typed.</summary>
    NotAboutTill,
    /// <summary>How to type what is done with the till.</summary>
    HintTill,
    /// <summary>Business date, float.</summary>
    TillOpened,
    /// <summary>Amount.</summary>
    PaidIn,
    /// <summary>Amount.</summary>
    PaidOut,
    /// <summary>Amount.</summary>
    SafeDropped,
    /// <summary>Without a sale.</summary>
    DrawerOpened,
    /// <summary>Number of the employee.</summary>
    CashierChanged,
    /// <summary>Who has the till.</summary>
    Cashier,
    /// <summary>Business date, cash expected.</summary>
    TillIsOpen,
    /// <summary>Number of the last Z report.</summary>
    TillIsClosed,
    /// <summary>Number, counted, difference.</summary>
    TillClosed,
    /// <summary>Too much cash in the drawer.</summary>
    SafeDropDue,
    /// <summary>Head of the X report.</summary>
    XReportTitle,
    /// <summary>Number.</summary>
    ZReportTitle,
    /// <summary>How many.</summary>
    TillSales,
    /// <summary>Cash to begin with.</summary>
    TillFloat,
    /// <summary>Cash for sales.</summary>
    TillCash,
    /// <summary>In without a sale.</summary>
    TillPaidIn,
    /// <summary>Out without a sale.</summary>
    TillPaidOut,
    /// <summary>To the safe.</summary>
    TillSafeDrops,
    /// <summary>How often.</summary>
    TillNoSales,
    /// <summary>What should be there.</summary>
    TillExpected,
    /// <summary>What was there.</summary>
    Counted,
    /// <summary>Counted less expected.</summary>
    Difference,
    /// <summary>How many baskets.</summary>
    LeftOpen,
    /// <summary>The display, after the sale.</summary>
    WatchThanks,
    /// <summary>The display.</summary>
    WatchAbandoned,
    /// <summary>The display.</summary>
    WatchLost,
    /// <summary>What was typed.</summary>
    NotLikeThat,
    /// <summary>How to set a price.</summary>
    HintPrice,
    /// <summary>How to give a discount.</summary>
    HintDiscount,
    /// <summary>How to name a group of customers.</summary>
    HintGroup,
    /// <summary>How to name a certificate.</summary>
    HintExempt,
    /// <summary>How to hand in a coupon.</summary>
    HintCoupon,
    /// <summary>How to take back with a receipt.</summary>
    HintReturn,
    /// <summary>How to take back without a receipt.</summary>
    HintReturnItem,
    /// <summary>How to pay otherwise.</summary>
    HintTender,
    /// <summary>How to take foreign notes.</summary>
    HintForeign,
    /// <summary>How to give back.</summary>
    HintRefund,
    /// <summary>How to take a payment back.</summary>
    HintUntender,
    /// <summary>How to take up a basket.</summary>
    HintTake,
    /// <summary>What to do with the basket that is open.</summary>
    HintParkFirst,
    /// <summary>How to allow something.</summary>
    HintApprove,
    /// <summary>How to ask for stock.</summary>
    HintStock,
    /// <summary>How to weigh.</summary>
    HintWeigh,
    /// <summary>Sum of all discounts.</summary>
    DiscountNow,
    /// <summary>Words.</summary>
    NoteTaken,
    /// <summary>No words any more.</summary>
    NoteGone,
    /// <summary>Code, sum of all discounts.</summary>
    CouponTaken,
    /// <summary>Code.</summary>
    CouponGivesNothing,
    /// <summary>Code.</summary>
    CouponBack,
    /// <summary>Group.</summary>
    GroupTaken,
    /// <summary>Anybody.</summary>
    GroupGone,
    /// <summary>Group, reference.</summary>
    ForGroup,
    /// <summary>Certificate.</summary>
    ExemptTaken,
    /// <summary>Tax is due.</summary>
    ExemptGone,
    /// <summary>Name, quantity, amount.</summary>
    ReturnTaken,
    /// <summary>Name, quantity, amount, receipt.</summary>
    ReturnClaimed,
    /// <summary>Receipt.</summary>
    ReturnableOf,
    /// <summary>Receipt, line, reason.</summary>
    ReturnOfReceipt,
    /// <summary>Reason.</summary>
    ReturnWithout,
    /// <summary>Cannot be sold again.</summary>
    Damaged,
    /// <summary>Usual price, reason.</summary>
    PriceInsteadOf,
    /// <summary>Serial number.</summary>
    SerialOf,
    /// <summary>Reason.</summary>
    DiscountOnLine,
    /// <summary>Reason.</summary>
    DiscountOnBasket,
    /// <summary>A card.</summary>
    Card,
    /// <summary>A voucher.</summary>
    Voucher,
    /// <summary>On account.</summary>
    Account,
    /// <summary>Amount.</summary>
    GivenBack,
    /// <summary>Amount, still to give back.</summary>
    GivenBackInPart,
    /// <summary>Enter on a basket that is owed.</summary>
    StillOwed,
    /// <summary>refund where nothing is owed.</summary>
    NothingOwed,
    /// <summary>Number, amount.</summary>
    TenderTakenBack,
    /// <summary>Note or id.</summary>
    ParkedNow,
    /// <summary>How many.</summary>
    ParkedList,
    /// <summary>Place, total, note, lines, register.</summary>
    ParkedRow,
    /// <summary>An empty list.</summary>
    NothingParked,
    /// <summary>Note or id, total.</summary>
    TakenUp,
    /// <summary>A basket is open.</summary>
    OneAtATime,
    /// <summary>What was typed.</summary>
    NotListed,
    /// <summary>The basket shown is put aside.</summary>
    IsParked,
    /// <summary>Name.</summary>
    ApprovedNext,
    /// <summary>Code, on hand, reserved, available.</summary>
    StockOf,
    /// <summary>Code.</summary>
    StockNotKept,
    /// <summary>What other stores have of an item.</summary>
    StockElsewhere,
    /// <summary>No other store has it.</summary>
    StockNowhereElse,
    /// <summary>After the sentence of the box.</summary>
    AskAge,
    /// <summary>After the sentence of the box.</summary>
    AskPrice,
    /// <summary>After the sentence of the box.</summary>
    AskSerial,
    /// <summary>After the sentence of the box.</summary>
    AskApprover,
    /// <summary>After the name.</summary>
    AskPin,
    /// <summary>All discounts.</summary>
    Saved,
    /// <summary>For cash.</summary>
    Rounding,
    /// <summary>What is due if paid in cash.</summary>
    DueInCash,
    /// <summary>What is owed to the customer.</summary>
    GiveBack,
    /// <summary>Name of a tax without one.</summary>
    Tax,
    /// <summary>Pieces, of what, promotion.</summary>
    HintPiecesMore,
    /// <summary>Amount, promotion.</summary>
    HintAmountMore,
    /// <summary>Number, and name where it is known, of the customer that the basket is for.</summary>
    MemberTaken,
    /// <summary>Points, and what they would pay.</summary>
    MemberPoints,
    /// <summary>The basket is for nobody in particular again.</summary>
    MemberGone,
    /// <summary>What was typed.</summary>
    MemberUnknown,
    /// <summary>How to say whom a basket is for.</summary>
    HintMember,
    /// <summary>Points, on receipts and reports.</summary>
    Points,
    /// <summary>Points that paid.</summary>
    PointsPaid,
    /// <summary>Points that a sale earned.</summary>
    PointsEarned,
    /// <summary>A gift card.</summary>
    GiftCard,
    /// <summary>End of the number, balance.</summary>
    GiftCardOf,
    /// <summary>What was put on gift cards.</summary>
    GiftCardsSold,
    /// <summary>End of the number, amount.</summary>
    ToppedUp,
    /// <summary>How to pay with a gift card.</summary>
    HintGiftCard,
    /// <summary>How to ask for the balance of a gift card.</summary>
    HintBalance,
    /// <summary>How to put money on a gift card.</summary>
    HintTopUp,
    /// <summary>After the sentence of the box.</summary>
    AskGiftCard,
    /// <summary>After the sentence of the box: what it would take.</summary>
    AskOffer,
    /// <summary>Notes of another currency, on the report of a till.</summary>
    ForeignNotes,
    /// <summary>Cash before change, on the report of a till.</summary>
    CashTaken,
    /// <summary>Why the terminal did not charge.</summary>
    CardNotCharged,
    /// <summary>Why nobody knows whether the terminal charged.</summary>
    CardUnknown,
    /// <summary>Number of the tender, amount.</summary>
    CardReversed,
    /// <summary>What to do when nobody knows whether the terminal charged.</summary>
    HintCardUnknown,
    /// <summary>How to say what the terminal's slip says.</summary>
    HintSlip,
    /// <summary>No payment of the basket waits for that.</summary>
    NothingToSettle,
    /// <summary>How many orders there are to do.</summary>
    OrdersToDo,
    /// <summary>An order that is to be prepared.</summary>
    OrderOpen,
    /// <summary>Where an order waits.</summary>
    OrderWaits,
    /// <summary>Where the goods of a cancelled order are.</summary>
    OrderPutBack,
    /// <summary>An order that is paid.</summary>
    OrderPaid,
    /// <summary>Number of the order, lines that are short.</summary>
    OrderPrepared,
    /// <summary>Number of the order, amount.</summary>
    OrderToPay,
    /// <summary>Number of the order.</summary>
    OrderHandedOver,
    /// <summary>Number of the order.</summary>
    OrderGivenUp,
    /// <summary>How to say that an order is prepared.</summary>
    HintPrepare,
    /// <summary>How to hand an order over.</summary>
    HintHandOver,
    /// <summary>How to give an order up.</summary>
    HintGiveUp,
}
